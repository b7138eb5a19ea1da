import { describe, expect, it } from "vitest";
import { parseLossless } from "../core/json/lossless.ts";
import { isEmpty, readFields } from "./read-fields.ts";

describe("readFields", () => {
  for (const [written, fault] of [
    ["[]", "The endpoint is not an object."],
    ['"x"', "The endpoint is not an object."],
    ["1.0", "The endpoint is not an object."],
    ['{"Address":7}', "Address is not a text."],
    [`{"Address":"${"a".repeat(2_049)}"}`, "Address is longer than 2048 characters."],
    ['{"Attributes":["a"]}', "Attributes is not an object."],
    ['{"Attributes":{"a":"b"}}', "Attributes.a is not a list of texts."],
    ['{"Attributes":{"a":[1]}}', "Attributes.a is not a text."],
    [`{"Attributes":{"${"a".repeat(257)}":["b"]}}`, "is longer than 256 characters."],
    [
      JSON.stringify({ Attributes: { a: Array.from({ length: 51 }, () => "v") } }),
      "Attributes.a has 51 values; 50 are the most.",
    ],
    ['{"ChannelType":"PIGEON"}', "ChannelType is none of ADM, APNS"],
    ['{"Demographic":{"Make":1}}', "Demographic.Make is not a text."],
    ['{"EffectiveDate":"soon"}', "EffectiveDate is no date and time in ISO 8601 format."],
    ['{"EndpointStatus":"active"}', "EndpointStatus is none of ACTIVE, INACTIVE."],
    ['{"Location":{"Latitude":"48"}}', "Location.Latitude is not a number."],
    ['{"Metrics":{"__proto__":"1"}}', "Metrics.__proto__ is not a number."],
    ['{"Metrics":{"a":true}}', "Metrics.a is not a number."],
    ['{"OptOut":"SOME"}', "OptOut is none of ALL, NONE."],
    [String.raw`{"User":{"UserId":"\ud800"}}`, "User.UserId holds half a surrogate pair."],
    [`{"User":{"UserId":"${"u".repeat(1_025)}"}}`, "User.UserId has 1025 characters; 1024 are the most."],
    ['{"User":{"UserAttributes":{"a":{}}}}', "User.UserAttributes.a is not a list of texts."],
  ] as const) {
    it(`says: ${fault}`, () => expect(() => readFields(parseLossless(written))).toThrow(fault));
  }

  it("takes null for nothing, and passes unknown members over", () => {
    const nothing = { Address: null, Attributes: null, User: null, Location: null, Colour: "red" };
    expect(isEmpty(readFields(nothing))).toBe(true);
    expect(readFields({ Attributes: { a: null, b: ["x", null] } }).Attributes).toEqual({ b: ["x"] });
  });
});
