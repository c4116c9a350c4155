//! The fault store does what it is told, and nothing else.
