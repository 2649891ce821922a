"""What happens each night, and again: the flows, the linking they call, and the command line."""
