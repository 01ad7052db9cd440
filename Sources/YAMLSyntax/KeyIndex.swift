/// The keys of one mapping: searched in order while few, hashed once there are many, so that small mappings cost no table.
struct KeyIndex {
  private var few: [String] = []
  private var many: [String: Int] = [:]
  private static let limit = 12

  /// The number of an equal key that is already there, or nil after adding this one with the next number.
  mutating func add(_ key: String) -> Int? {
    if many.isEmpty {
      if let known = few.firstIndex(of: key) { return known }
      few.append(key)
      if few.count > KeyIndex.limit {
        for (number, key) in few.enumerated() { many[key] = number }
        few = []
      }
      return nil
    }
    if let known = many[key] { return known }
    many[key] = many.count
    return nil
  }
}
