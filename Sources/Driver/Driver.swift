// The phases strung together; see Package.swift for the direction of imports.
