"""The databases of the models' tests, here too."""

from tests.models.conftest import central_template, fresh_central

__all__ = ["central_template", "fresh_central"]
