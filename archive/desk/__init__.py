"""The workplace: deposit, describe, interview, transcribe, vet, release."""
