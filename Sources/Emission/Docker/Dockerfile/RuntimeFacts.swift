import Catalog
import Planning
import Stack

/// What may be taken for granted of the base image.
struct RuntimeFacts {
  /// The catalog's own image: Debian with apt and the passwd tools, built as root.
  let isCatalogImage: Bool

  init(_ service: ServicePlan) {
    let (runtime, base) = (service.runtime, service.build.base)
    isCatalogImage =
      runtime.packages == .apt && runtime.repository.map { $0.description == base.repository } == true
      && runtime.releases.contains { $0.tag == base.tag }
  }
}
