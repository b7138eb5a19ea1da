export { Composite, type Faces } from "./value.ts";
