import Type from "typebox";

const project = Type.String({ description: "Id or name of the project." });

/** Parts of a path, by what they name. */
export const inProject = Type.Object({ project });

/** A destination in a project. */
export const destinationPath = Type.Object({
  project,
  destination: Type.String({ description: "Id or name of the destination." }),
});

/** An API key in a project. */
export const apiKeyPath = Type.Object({ project, key: Type.String({ description: "Id of the API key." }) });

/** An access key in a project. */
export const accessKeyPath = Type.Object({
  project,
  accessKey: Type.String({ description: "Id of the access key." }),
});

/** An integration in a project. */
export const integrationPath = Type.Object({
  project,
  integration: Type.String({ description: "Id or name of the integration." }),
});

/** An installation of an integration. */
export const installationPath = Type.Object({
  project,
  integration: Type.String({ description: "Id or name of the integration." }),
  installation: Type.String({ description: "Id of the installation." }),
});

/** An installation of a project, whatever its integration. */
export const projectInstallationPath = Type.Object({
  project,
  installation: Type.String({ description: "Id of the installation." }),
});

/** A route in a project. */
export const routePath = Type.Object({
  project,
  route: Type.String({ description: "Id or name of the route." }),
});

/** A replay in a project. */
export const replayPath = Type.Object({
  project,
  replay: Type.String({ description: "Id of the replay." }),
});

/** An event in a project. */
export const eventPath = Type.Object({ project, event: Type.String({ description: "Id of the event." }) });

/** A dead letter in a project. */
export const deadLetterPath = Type.Object({
  project,
  deadLetter: Type.String({ description: "Id of the dead letter." }),
});

/** A sync in a project. */
export const syncPath = Type.Object({
  project,
  sync: Type.String({ description: "Id or name of the sync." }),
});
