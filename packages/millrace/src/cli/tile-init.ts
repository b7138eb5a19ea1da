import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { MillraceError, messageOf } from "../core/errors.ts";

/** `millrace tiles init FOLDER` */
export function addTileInit(tiles: Command): void {
  tiles
    .command("init")
    .summary("write a starter folder of a tile")
    .description("Writes a folder with a tile to begin with. Files that are there already are left alone.")
    .argument("<folder>", "its last name becomes the tile's")
    .action(async (folder: string) => {
      for (const { path, isNew } of await writeStarter(folder))
        process.stdout.write(`${isNew ? "wrote" : "kept "}  ${path}\n`);
      process.stdout.write(
        `\nTry it:  millrace tiles verify ${folder}\nThen:    millrace tiles deploy ${folder}\n`,
      );
    });
}

/** Writes the files that are not there yet, and answers all of them. @throws {MillraceError} where one cannot be written */
export async function writeStarter(
  folder: string,
): Promise<readonly { readonly path: string; readonly isNew: boolean }[]> {
  const written = [];
  for (const [file, text] of filesOf(nameOf(folder))) {
    const path = join(folder, file);
    written.push({ path, isNew: await writeNew(path, text) });
  }
  return written;
}

function nameOf(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return name === "" ? "my-tile" : name;
}

async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw new MillraceError("unwritable_file", `${path} cannot be written: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function filesOf(name: string): readonly (readonly [file: string, text: string])[] {
  return [
    ["tile.yaml", TILE.replace("NAME", name)],
    ["description.md", DESCRIPTION],
    ["events.ftl", EVENTS],
    ["samples/ordinary.json", `${JSON.stringify(SAMPLE, null, 2)}\n`],
  ];
}

const TILE = `# What customers see of your integration, and what it sends. See docs/tile-files.md.
name: NAME
displayName: My integration
# See the choices by giving another word here.
category: other
summary: Send events to my product as they happen.

parameters:
  - name: endpoint
    displayName: API endpoint
    default: https://api.example.com
  - name: api_key
    displayName: API key
    secret: true

mappedFields:
  - name: user_id
    description: The user's id in my product.
    required: true

events:
  url: \${parameters.endpoint}/events
  method: POST
  headers:
    Authorization: Bearer \${parameters.api_key}
  bodyFile: events.ftl

responses:
  # Statuses that no second attempt would change.
  final: ["400", "422"]

limits:
  requestsPerSecond: 100
`;

const DESCRIPTION = `What your product does with the events, and what customers gain by it.
`;

const EVENTS = `<#-- json(x) prints anything as JSON; values of mappedProperties are JSON already. -->
{
  "user_id": \${json("\${mappedFields.user_id}")},
  "name": \${json(input.event_type)},
  "time": \${json(input.event_time?datetime("yyyy-MM-dd HH:mm:ss.SSSSSS")?iso_utc_ms)},
  "properties": {
    <#list mappedProperties?keys as name>
    \${json(name)}: \${mappedProperties[name]}<#sep>,</#sep>
    </#list>
  }
}
`;

const SAMPLE = {
  part: "events",
  event: {
    event_type: "Song Played",
    event_time: "2022-01-06 17:29:04.123000",
    user_id: "u-20517",
    event_properties: { genre: "dream pop", seconds: 213 },
  },
  parameters: { api_key: "sample-key" },
  mappings: { user_id: { field: "user_id" } },
  select: { event: "all" },
};
