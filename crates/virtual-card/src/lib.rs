//! A virtual My Number Card with a synthetic person, for tests and the demo.
