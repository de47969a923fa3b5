"""Values and rules that every layer shares: errors, text, time, money, settings, secrets."""
