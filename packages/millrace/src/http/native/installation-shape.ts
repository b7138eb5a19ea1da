import type { Static } from "typebox";
import { newId } from "../../core/ids.ts";
import type { Installation, InstallationFields } from "../../store/installations.ts";
import type { Integration } from "../../store/integrations.ts";
import type { JsonObject } from "../../core/json/object.ts";
import type { newInstallation } from "./installation-schemas.ts";

type Config = NonNullable<Static<typeof newInstallation>["config"]>;

/** What a caller stated, with what it left out filled in. */
export function toFields(given: Static<typeof newInstallation>): InstallationFields {
  const { groupRef, consumerRef = groupRef } = given;
  return {
    groupRef,
    groupName: given.groupName ?? groupRef,
    consumerRef,
    consumerName: given.consumerName ?? consumerRef,
    connectionId: given.connectionId ?? newId(),
    config: contentOf(given.config ?? {}),
  };
}

/** The content of a config, whether it stands in `content`, as Ampersand has it, or directly. */
export function contentOf(config: Config): JsonObject {
  const { content, createdBy: _createdBy, ...direct } = config;
  return { ...direct, ...content };
}

/** An installation as Ampersand answers it, and flat. */
export function toAnswer(installation: Installation, integration: Pick<Integration, "provider">) {
  const { projectId, groupRef, groupName, consumerRef, consumerName, createTime, updateTime } = installation;
  const group = { groupRef, groupName, projectId, createTime };
  const consumer = { consumerRef, consumerName, projectId, createTime };
  const createdBy = `consumer:${consumerRef}`;
  return {
    ...installation,
    healthStatus: "healthy",
    group,
    connection: {
      id: installation.connectionId,
      projectId,
      provider: integration.provider,
      group,
      consumer,
      createTime,
      updateTime,
      status: "working",
    },
    createdBy,
    config: { ...installation.config, createdBy },
  };
}
