import { Fault } from "../../core/fault.ts";
import type { Environment } from "../../runtime/environment.ts";
import { FunctionMethod } from "../../values/callable.ts";
import { requireText } from "../../runtime/convert.ts";
import type { Builtin, BuiltinTable } from "../definition.ts";
import { encodeUtf8, encoderOf } from "./charset.ts";
import { Composite } from "../../values/value.ts";

/** Built-ins that escape a text for a part of a URL, in the charset that is set or given. */
export const URL_ESCAPE: BuiltinTable = {
  url: escaping(/[^a-zA-Z0-9_\-.!~'()*]+/gu, encodeURIComponent),
  url_path: escaping(/[^a-zA-Z0-9_\-.!~'()*/]+/gu, (text) => encodeURIComponent(text).replaceAll("%2F", "/")),
};

/** What a unit that is escaped becomes, at the least. */
const SHORTEST_ESCAPE = 3;
/** Longer texts are escaped run by run, each paid for before. */
const LONG = 10_000;

/** @param inUtf8 does it all for UTF-8, but throws for lone surrogates */
function escaping(unsafe: RegExp, inUtf8: (text: string) => string): Builtin {
  const escape = (text: string, charset: string, env: Environment): string => {
    // An escaped character takes 3 units a byte; the bytes of UTF-8 are 3 a unit at most.
    env.budget.reserve(text.length);
    if (text.search(unsafe) === -1) return text;
    const encode = encoderOf(charset);
    if (encode === undefined) throw new Fault("invalid-value", `The charset "${charset}" is not known.`);
    const quickly = encode === encodeUtf8 && text.length <= LONG ? attempted(inUtf8, text) : undefined;
    const escaped =
      quickly ??
      text.replace(unsafe, (run) => {
        env.budget.reserve(run.length * SHORTEST_ESCAPE);
        return percentEncoded(encode(run));
      });
    env.budget.reserve(escaped.length);
    return escaped;
  };
  return {
    get: (left, env, site) => {
      const text = requireText(left, env, site);
      let escaped: string | undefined;
      env.budget.spend(16);
      return new Composite({
        string: () => (escaped ??= escape(text, charsetInForce(env), env)),
        method: new FunctionMethod((args) => {
          if (args.length !== 1) throw new Fault("invalid-argument", "?url takes one argument, a charset.");
          return escape(text, requireText(args[0], env, site), env);
        }),
      });
    },
    call: {
      minimum: 1,
      maximum: 1,
      run: (left, args, env, site) => escape(requireText(left, env, site), args.text(0, env), env),
    },
  };
}

function charsetInForce(env: Environment): string {
  const charset = env.settings.url_escaping_charset ?? env.settings.output_encoding;
  if (charset === undefined) {
    throw new Fault(
      "invalid-value",
      "?url needs a charset: set url_escaping_charset or output_encoding, or give it, as in ?url('UTF-8').",
    );
  }
  return charset;
}

function attempted(escape: (text: string) => string, text: string): string | undefined {
  try {
    return escape(text);
  } catch {
    return undefined;
  }
}

const HEXADECIMAL = Array.from(
  { length: 256 },
  (_, i) => `%${i.toString(16).toUpperCase().padStart(2, "0")}`,
);

/** Bytes that are written in one piece: a text put together of single ones takes many times its size while it is made. */
const AT_ONCE = 4096;

function percentEncoded(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += AT_ONCE)
    text += Array.from(bytes.subarray(i, i + AT_ONCE), (byte) => HEXADECIMAL[byte]).join("");
  return text;
}
