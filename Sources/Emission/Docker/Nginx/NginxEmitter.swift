import Languages
import Planning
import Stack

func emitNginx(_ service: ServicePlan, plan: DeploymentPlan, context: EmissionContext) -> [RenderedFile] {
  []
}
