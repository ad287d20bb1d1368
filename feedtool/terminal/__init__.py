"""What people see at a terminal: messages, progress, reports and tables, and what a build says."""
