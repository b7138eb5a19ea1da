import { ListSequence } from "./sequence.ts";

/** A sequence that FreeMarker takes as a collection, too, as it does those of `?keys` and `?values`. */
export class CollectionSequence extends ListSequence {}
