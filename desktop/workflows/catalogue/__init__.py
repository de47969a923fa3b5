"""The municipality's services, one file each."""
