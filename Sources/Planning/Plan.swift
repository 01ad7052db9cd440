import Catalog
import Diagnostics
import Policy
import Resolution
import Stack

/// Decides the deployment of a checked stack. Reports what only the whole shows (an exhausted pool).
public func planDeployment(_ checked: CheckedStack, into sink: inout DiagnosticSink) -> DeploymentPlan? {
  nil
}
