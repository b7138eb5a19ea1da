/** A request of AWS's test suite, and how AWS signs it. */
export interface AwsVector {
  readonly name: string;
  readonly method: "GET" | "POST";
  readonly target: string;
  /** Beside `Host` and `X-Amz-Date`, which every request has; all of them are signed. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** The path is signed as it is. */
  readonly unnormalized?: true;
  /** The signature in the header `Authorization`. */
  readonly inHeader: string;
  /** The one in the query, good for 3,600 seconds. */
  readonly inQuery?: string;
}

/** What all requests of the suite are signed with. */
export const SUITE = {
  host: "example.amazonaws.com",
  timestamp: "20150830T123600Z",
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  scope: "20150830/us-east-1/service/aws4_request",
} as const;

const TEMPORARY = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";
const ROLE =
  "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
const EVERY = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const VANILLA = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
const POST_VANILLA = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
const FORM_HASH = "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e";

/**
 * Inputs and signatures of AWS's SigV4 test suite: awslabs/aws-c-auth, tests/aws-signing-test-suite/v4, of which each
 * has the name of its folder. Facts alone were taken over.
 */
export const AWS_VECTORS: readonly AwsVector[] = [
  {
    name: "get-header-key-duplicate",
    method: "GET",
    target: "/",
    headers: [
      ["My-Header1", "value2"],
      ["My-Header1", "value2"],
      ["My-Header1", "value1"],
    ],
    inHeader: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
    inQuery: "3349ee0b81b4b589da0ff28a395c3591e04de515651dd74f298fa992d1507a97",
  },
  {
    name: "get-header-value-multiline",
    method: "GET",
    target: "/",
    // Folded in the suite: each line is a value. Node hands no folded header on.
    headers: [
      ["My-Header1", "value1"],
      ["My-Header1", "  value2"],
      ["My-Header1", "     value3"],
    ],
    inHeader: "ba17b383a53190154eb5fa66a1b836cc297cc0a3d70a5d00705980573d8ff790",
    inQuery: "07f38a7bae261a5b2eec137361e6403c191bbf8e3f75466bb8114a08acd99936",
  },
  {
    name: "get-header-value-order",
    method: "GET",
    target: "/",
    headers: [
      ["My-Header1", "value4"],
      ["My-Header1", "value1"],
      ["My-Header1", "value3"],
      ["My-Header1", "value2"],
    ],
    inHeader: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
    inQuery: "313720e71ca6202fdcfa9b20f88de01a4eb0638a83c833b1c184359a4eda864e",
  },
  {
    name: "get-header-value-trim",
    method: "GET",
    target: "/",
    headers: [
      ["My-Header1", " value1"],
      ["My-Header2", ' "a   b   c"'],
    ],
    inHeader: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    inQuery: "e7bb0fd515e125e1aec2ecc4c0c17484fb06f6846b927c35e46005dd3df3acd4",
  },
  {
    name: "get-relative-normalized",
    method: "GET",
    target: "/example/..",
    inHeader: VANILLA,
    inQuery: "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d",
  },
  {
    name: "get-relative-unnormalized",
    method: "GET",
    target: "/example/..",
    unnormalized: true,
    inHeader: "eca7ead57bb5aa5c8e28007acd4ff04e1ff9a0ff3b237ec1554a184887ff9282",
    inQuery: "cbcb213b928a077e43275df47b500f1dfaa864ab3f5a18f6b95f4ff0938167ee",
  },
  {
    name: "get-relative-relative-normalized",
    method: "GET",
    target: "/example1/example2/../..",
    inHeader: VANILLA,
  },
  {
    name: "get-relative-relative-unnormalized",
    method: "GET",
    target: "/example1/example2/../..",
    unnormalized: true,
    inHeader: "dc33e0856fd4baca4d7aa2146c38958283844764f38c74252a333df5e613003b",
  },
  { name: "get-slash-dot-slash-normalized", method: "GET", target: "/./", inHeader: VANILLA },
  {
    name: "get-slash-dot-slash-unnormalized",
    method: "GET",
    target: "/./",
    unnormalized: true,
    inHeader: "68714168e6557f8f2de0ef956fc24dc2593a4bd2961f8df51898d8a134695145",
  },
  { name: "get-slash-normalized", method: "GET", target: "//", inHeader: VANILLA },
  {
    name: "get-slash-unnormalized",
    method: "GET",
    target: "//",
    unnormalized: true,
    inHeader: "c88bcd3d312d75078c0cd961d6deae3f4c754924b01669efcfcb439fd5e5b76e",
  },
  {
    name: "get-slash-pointless-dot-normalized",
    method: "GET",
    target: "/./example",
    inHeader: "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
    inQuery: "35034b1a0bdd969f346975386daf8aedfd4976573b8348cf4f67eaa41c5857de",
  },
  {
    name: "get-slash-pointless-dot-unnormalized",
    method: "GET",
    target: "/./example",
    unnormalized: true,
    inHeader: "beb03f223f7deae4146464f06e29eebbee9c8afbe15c290cf07aa8b119e14cff",
  },
  {
    name: "get-slashes-normalized",
    method: "GET",
    target: "//example//",
    inHeader: "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
    inQuery: "c1834e8fb0307243711f0f907f6ab7311ed300d87f13792d7ee4da89ab93e082",
  },
  {
    name: "get-slashes-unnormalized",
    method: "GET",
    target: "//example//",
    unnormalized: true,
    inHeader: "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5",
    inQuery: "822a5a9ba28072c5ab2bb4a6307d0c88276d40e49fec6b724c03fb4d4ba60fc2",
  },
  {
    name: "get-space-normalized",
    method: "GET",
    target: "/example space/",
    inHeader: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
    inQuery: "7a1f416954786484c9824d93c1f26ef64acb9b1b6c9154d08c9f07d0e394abf6",
  },
  {
    name: "get-space-unnormalized",
    method: "GET",
    target: "/example space/",
    unnormalized: true,
    inHeader: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
  },
  {
    name: "get-unreserved",
    method: "GET",
    target: `/${EVERY}`,
    inHeader: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
  },
  {
    name: "get-utf8",
    method: "GET",
    target: "/ሴ",
    inHeader: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
    inQuery: "10eae3f14a260bd3911cc6d008d3c576d143b05b62f09782a7a4b37f52178e44",
  },
  { name: "get-vanilla", method: "GET", target: "/", inHeader: VANILLA },
  {
    name: "get-vanilla-empty-query-key",
    method: "GET",
    target: "/?Param1=value1",
    inHeader: "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
  },
  { name: "get-vanilla-query", method: "GET", target: "/", inHeader: VANILLA },
  {
    name: "get-vanilla-query-order-encoded",
    method: "GET",
    target: "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
    inHeader: "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
    inQuery: "c5f1848ceec943ac2ca68ee720460c23aaae30a2300586597ada94c4a65e4787",
  },
  {
    name: "get-vanilla-query-order-key",
    method: "GET",
    target: "/?Param1=value2&Param1=Value1",
    inHeader: "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1",
  },
  {
    name: "get-vanilla-query-order-key-case",
    method: "GET",
    target: "/?Param2=value2&Param1=value1",
    inHeader: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    inQuery: "86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5",
  },
  {
    name: "get-vanilla-query-order-value",
    method: "GET",
    target: "/?Param1=value2&Param1=value1",
    inHeader: "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694",
  },
  {
    name: "get-vanilla-query-unreserved",
    method: "GET",
    target: `/?${EVERY}=${EVERY}`,
    inHeader: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
  },
  {
    name: "get-vanilla-utf8-query",
    method: "GET",
    target: "/?ሴ=bar",
    inHeader: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    inQuery: "0bdd809b1519ac4f0c1dc3540e2cc46bd0c7f778eda408b2ebf3b913d21ff600",
  },
  {
    name: "get-vanilla-with-session-token",
    method: "GET",
    target: "/",
    headers: [["X-Amz-Security-Token", TEMPORARY]],
    inHeader: "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
  },
  { name: "post-header-key-case", method: "POST", target: "/", inHeader: POST_VANILLA },
  {
    name: "post-header-key-sort",
    method: "POST",
    target: "/",
    headers: [["My-Header1", "value1"]],
    inHeader: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
  },
  {
    name: "post-header-value-case",
    method: "POST",
    target: "/",
    headers: [["My-Header1", "VALUE1"]],
    inHeader: "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
  },
  // The token is added once it is signed: nothing of it is in the signature.
  { name: "post-sts-header-after", method: "POST", target: "/", inHeader: POST_VANILLA },
  {
    name: "post-sts-header-before",
    method: "POST",
    target: "/",
    headers: [["X-Amz-Security-Token", ROLE]],
    inHeader: "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
  },
  {
    name: "post-vanilla",
    method: "POST",
    target: "/",
    inHeader: POST_VANILLA,
    inQuery: "2ce6e6d2e0cf2f9d1b55fafec88cd20574c31dc2e7631979f71ba2310083e95b",
  },
  {
    name: "post-vanilla-empty-query-value",
    method: "POST",
    target: "/?Param1=value1",
    inHeader: "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
    inQuery: "a9ef26247f293bffe40eeff86a0480ba8c14d31503b2e0c3399e3a16bf1a3682",
  },
  {
    name: "post-vanilla-query",
    method: "POST",
    target: "/?Param1=value1",
    inHeader: "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
  },
  {
    name: "post-x-www-form-urlencoded",
    method: "POST",
    target: "/",
    headers: [
      ["Content-Type", "application/x-www-form-urlencoded"],
      ["Content-Length", "13"],
      ["x-amz-content-sha256", FORM_HASH],
    ],
    body: "Param1=value1",
    inHeader: "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
    inQuery: "c2348f57d08c84939944d6c878b3f7be56316f8e7fd6817e81eded279a362d69",
  },
  {
    name: "post-x-www-form-urlencoded-parameters",
    method: "POST",
    target: "/",
    headers: [
      ["Content-Type", "application/x-www-form-urlencoded; charset=utf-8"],
      ["Content-Length", "13"],
      ["x-amz-content-sha256", FORM_HASH],
    ],
    body: "Param1=value1",
    inHeader: "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422",
  },
  {
    name: "post-unsigned-payload",
    method: "POST",
    target: "/",
    headers: [
      ["Content-Length", "13"],
      ["x-amz-content-sha256", "UNSIGNED-PAYLOAD"],
    ],
    body: "Param1=value1",
    inHeader: "9fb60e8938d2178a7d63b49e055d1e65d8f6226f38846e8e0293bf43ce29050c",
  },
];
