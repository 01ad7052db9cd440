// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors and memory safety is strict everywhere: what we emit guards other people's production.
let strict: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]

/// One module per phase. The dependency lists are the architecture: data goes one way, no phase looks back.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// `data` names the folders beside a test that hold no code: golden files and the like.
func tests(_ name: String, _ dependencies: [Target.Dependency], data: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: data, swiftSettings: [.treatAllWarnings(as: .error)])
}

let package = Package(
  name: "securegen",
  products: [.executable(name: "securegen", targets: ["securegen"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .systemLibrary(name: "CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    module("Diagnostics"),
    module("Languages"),
    .target(name: "CLinux"),
    module("System", ["CLinux"]),
    module("YAMLSyntax", ["Diagnostics", "CYaml", "System"]),
    module("Reports", ["Diagnostics", "Languages"]),
    module("Stack", ["Diagnostics", "YAMLSyntax"]),
    module("Catalog", ["Stack"]),
    module("Resolution", ["Diagnostics", "Stack", "Catalog"]),
    module("Policy", ["Diagnostics", "Stack", "Catalog", "Resolution"]),
    module("Planning", ["Diagnostics", "Stack", "Catalog", "Resolution", "Policy"]),
    module("Emission", ["Planning", "Stack", "Catalog", "Languages", "System"]),
    module("Comparison", ["Planning", "Policy", "Stack", "Languages", "YAMLSyntax"]),
    module(
      "Driver",
      [
        "Comparison", "Diagnostics", "YAMLSyntax", "Stack", "Catalog", "Resolution", "Policy", "Planning", "Emission", "Languages",
        "System",
      ]),
    module("Schema", ["Stack", "Languages"]),
    module("Scaffold", ["Diagnostics", "Schema", "YAMLSyntax", "Stack", "Catalog", "Languages", "System", "Driver"]),
    .executableTarget(
      name: "securegen",
      dependencies: [
        "Catalog", "Diagnostics", "Driver", "Languages", "Policy", "Reports", "Scaffold", "Schema", "Stack", "System", "YAMLSyntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Diagnostics", "Reports"], path: "Tests/Support",
      swiftSettings: [.treatAllWarnings(as: .error)]),
    tests("DiagnosticsTests", ["Diagnostics", "Reports", "TestSupport"], data: ["Goldens"]),
    tests("SystemTests", ["System", "TestSupport"]),
    tests("YAMLSyntaxTests", ["YAMLSyntax", "Diagnostics", "Reports", "System", "TestSupport"], data: ["Goldens"]),
    tests("LanguagesTests", ["Languages"]),
    // Prints given values through every printer, for Tests/roundtrip/run to read back with the real parsers; no product.
    .executableTarget(name: "languages-probe", dependencies: ["Languages"], path: "Tests/roundtrip/probe", swiftSettings: strict),
    tests("StackTests", ["Stack", "YAMLSyntax", "Diagnostics", "Reports", "TestSupport"], data: ["Goldens"]),
    tests(
      "PolicyTests", ["Policy", "Catalog", "Resolution", "Stack", "YAMLSyntax", "Diagnostics", "TestSupport"], data: ["Goldens"]),
    tests("PlanningTests", ["Planning", "Driver", "Stack", "Catalog", "Diagnostics", "TestSupport"]),
    tests("EmissionTests", ["Emission", "Driver", "Stack", "System"]),
    tests(
      "ComparisonTests",
      [
        "Comparison", "Planning", "Policy", "Catalog", "Resolution", "Stack", "YAMLSyntax", "Diagnostics", "Driver", "System",
        "TestSupport",
      ]),
    tests(
      "ScaffoldTests",
      ["Scaffold", "Schema", "Driver", "Stack", "Catalog", "YAMLSyntax", "Diagnostics", "Reports", "Languages", "System", "TestSupport"]),
    tests(
      "CommandTests", ["securegen", "Catalog", "TestSupport", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
    tests("DriverTests", ["Driver", "Catalog", "Diagnostics", "Policy", "System", "Reports", "TestSupport"], data: ["Goldens"]),
  ]
)
