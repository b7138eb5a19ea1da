import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { gunzip } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { MillraceError, UnreadableInputError } from "../core/errors.ts";
import { checkDocument, JsonSyntaxError } from "../core/json/scan.ts";

/** Parses bodies as JSON; anything else is refused. */
export function parseJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    /^application\/(?:[\w.+-]+\+)?json(?:\s*;.*)?$/i,
    { parseAs: "buffer" },
    (request, body, done) => {
      settle(done, () => parseJson(textOf(body, request.headers)));
    },
  );
}

/**
 * Leaves bodies as the text they are, whatever they are called: for routes that pass pieces of it on untouched.
 * @param options `gzip`: bodies may come compressed; unpacked they may be no larger than others
 */
export function keepRawBodies(app: FastifyInstance, options: { readonly gzip?: boolean } = {}): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>("*", { parseAs: "buffer" }, (request, body, done) => {
    const { headers, routeOptions } = request;
    if (options.gzip !== true || !GZIP.test(headers["content-encoding"] ?? "")) {
      settle(done, () => textOf(body, headers));
      return;
    }
    gunzip(body, { maxOutputLength: routeOptions.bodyLimit }, (error, unpacked) => {
      settle(done, () => {
        if (error !== null) throw unpackingError(error);
        return textOf(unpacked, {});
      });
    });
  });
}

const GZIP = /^(?:x-)?gzip$/i;

function unpackingError(error: NodeJS.ErrnoException): MillraceError {
  if (error.code === "ERR_BUFFER_TOO_LARGE")
    return new MillraceError("payload_too_large", "The body is too large once it is unpacked.", {
      status: 413,
    });
  return new UnreadableInputError(`The body is not in gzip format: ${error.message}.`, {
    remedy: "Send the whole of it compressed, or without Content-Encoding.",
  });
}

/** Takes PNG images, as the bytes they are; anything else is refused. */
export function takeImages(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>("image/png", { parseAs: "buffer" }, (_request, body, done) => {
    done(null, body);
  });
  app.addContentTypeParser("*", (_request, _body, done) => {
    done(
      new MillraceError("unsupported_media_type", "Logos are PNG images.", {
        status: 415,
        remedy: "Send the bytes of the image with Content-Type: image/png.",
      }),
    );
  });
}

/**
 * @param read makes the value of text that is known to be JSON
 * @throws {UnreadableInputError} saying at which character the text stops being JSON
 */
export function parseJson(
  text: string,
  read: (text: string) => unknown = (known) => JSON.parse(known),
): unknown {
  if (text === "") return undefined;
  try {
    checkDocument(text);
  } catch (error) {
    throw unreadable(error);
  }
  return read(text);
}

/** A broken grammar as the answer to a request; any other error as it is. */
export function unreadable(error: unknown): unknown {
  if (!(error instanceof JsonSyntaxError)) return error;
  return new UnreadableInputError(`The body is not JSON: ${error.message}.`, {
    remedy: "Send one JSON document, complete and in UTF-8.",
  });
}

function textOf(body: Buffer, headers: IncomingHttpHeaders): string {
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    throw new MillraceError("unsupported_encoding", `Bodies in the encoding "${encoding}" are not read.`, {
      status: 415,
      remedy: "Send the body without Content-Encoding.",
    });
  }
  // Decoding would replace what is wrong in silence, and data must leave as it came in.
  if (!isUtf8(body)) {
    throw new UnreadableInputError("The body is not UTF-8.", { remedy: "Encode the body in UTF-8." });
  }
  return body.toString("utf8");
}

function settle(done: (error: Error | null, body?: unknown) => void, read: () => unknown): void {
  let body: unknown;
  try {
    body = read();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done(null, body);
}
