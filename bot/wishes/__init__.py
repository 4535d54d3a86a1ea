"""What people write of times, days, zones and topics, and what they mean by it."""
