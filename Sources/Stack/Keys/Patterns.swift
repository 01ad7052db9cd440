/// The grammars of `Names/` as ECMA 262 patterns, for the JSON Schema. A test holds each to the grammar it stands for.
public enum KeyPattern {
  public static let name = "^(?!.*--)[a-z]([a-z0-9-]{0,29}[a-z0-9])?$"
  public static let release = "^(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"
  public static let runtimeVersion = "^[0-9]{1,6}(\\.[0-9]{1,6}){0,3}$"
  public static let relativePath = "^(?!/)(?!(.*/)?\\.\\.(/|$))[^\\u0000-\\u001f\\u007f]+$"
  public static let secretFile = "^(?!(\\./|[^/])*(.*/)?\\.\\.(/|$))[^\\u0000-\\u001f\\u007f]+$"
  public static let containerPath = "^(/[A-Za-z0-9._+@-]+)+/?$"
  public static let variable = "^[A-Za-z_][A-Za-z0-9_]{0,254}$"
  public static let headerName = "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$"
  public static let size = "^[0-9]+(\\.[0-9]+)?([KMG]i|[bkmgBKMG])?$"
  public static let duration = "^([0-9]+(\\.[0-9]+)?h)?([0-9]+(\\.[0-9]+)?m)?([0-9]+(\\.[0-9]+)?s)?([0-9]+(\\.[0-9]+)?ms)?$"
  public static let cpus = "^[0-9]*(\\.[0-9]{1,3})?$"
  public static let rate = "^[0-9]{1,7}r/[sm]$"
  public static let user = "^[0-9]{1,10}(:[0-9]{1,10})?$"
  public static let publish = "^(([0-9.]+|\\[[0-9A-Fa-f:.]+\\]):)?[0-9]{1,5}$"
  public static let network = "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$"
  /// A network that bridges can take their subnets from: of a size between /8 and /28, and not reserved.
  public static let pool =
    "^(?!0*(0|127|169\\.0*254|22[4-9]|2[3-9][0-9])\\.)[0-9]{1,3}(\\.[0-9]{1,3}){3}/([89]|1[0-9]|2[0-8])$"
  public static let registry =
    "^(?=.{1,180}$)[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*$"
  /// One string that is split on white space: no shell reads its quotes, and there is a word in it.
  public static let words = "^[^'\"]*[^'\"\\s][^'\"]*$"
  public static let route = "^/[^\\u0000- \\u007f-\\uffff\"'?#\\\\`{};]*$"
  public static let urlPath = "^/[A-Za-z0-9._~%!&()*+,;=:@/?-]*$"
  public static let label = "^[A-Za-z0-9._/-]+$"
  public static let image = "^[^\\s]+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})$"
  public static let capability = "^(CAP_)?[A-Z_]+$"
}
