/// The compiler's own identity.
public enum Securegen {
  public static let version = "0.1.0"
}
