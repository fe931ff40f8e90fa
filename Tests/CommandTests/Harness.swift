// The harness that drives the built programs is shared with DurabilityTests: every file here sees it.
@_exported import TestSupport
