"""What the demo is made of besides its stories: the lists that its registers hold."""
