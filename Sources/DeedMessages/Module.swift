import DeedCore
