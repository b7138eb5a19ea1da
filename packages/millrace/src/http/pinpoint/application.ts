import Type from "typebox";
import type { Static } from "typebox";
import { inMilliseconds } from "./in-milliseconds.ts";
import type { Project } from "../../store/projects.ts";

/** Millrace knows no AWS accounts; ARNs need one. */
const ACCOUNT = "000000000000";

const tags = Type.Record(Type.String(), Type.String());

/** Pinpoint's ApplicationResponse. */
export const application = Type.Object({
  Arn: Type.String(),
  CreationDate: Type.String({ format: "date-time" }),
  Id: Type.String({ description: "The id of the project." }),
  Name: Type.String(),
  tags,
});

/** Pinpoint's ApplicationsResponse. */
export const applications = Type.Object({
  Item: Type.Array(application),
  NextToken: Type.Optional(Type.String()),
});

/** Pinpoint's CreateApplicationRequest. Members that it does not have are let pass: newer clients may send them. */
export const newApplication = Type.Object({
  Name: Type.String({ description: "1 to 64 characters; need not be unique." }),
  tags: Type.Optional(tags),
});

/** Pinpoint's TagsModel. */
export const tagsModel = Type.Object({ tags });

/** A project as Pinpoint's clients know it. @param region the one that the client believes to speak to */
export function applicationOf(project: Project, region: string): Static<typeof application> {
  const { id, name, appName, createTime } = project;
  return {
    Arn: `arn:aws:mobiletargeting:${region}:${ACCOUNT}:apps/${id}`,
    CreationDate: inMilliseconds(createTime),
    Id: id,
    Name: appName ?? name,
    tags: project.tags,
  };
}

const ARN = /^arn:aws[a-z-]*:mobiletargeting:[a-z0-9-]*:[0-9]*:apps\/([^/]+)$/;

/** The id of the application that an ARN names; undefined where it names none. */
export function applicationIdIn(arn: string): string | undefined {
  return ARN.exec(arn)?.[1];
}
