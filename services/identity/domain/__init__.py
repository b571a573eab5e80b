"""What happens to accounts and to the deployment: aggregates and their events."""
