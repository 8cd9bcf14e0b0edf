import type { Database, Json } from "./database-types.gen.ts";

type Functions = Database["public"]["Functions"];

/** An SQL function that the Data API shows. */
export type VerbName = keyof Functions;

/**
 * Its arguments by name. The generated types know neither that any may be null, nor what JSON is in one: both are the
 * function's to refuse.
 */
export type VerbArgs<Name extends VerbName> = {
  [Argument in keyof Functions[Name]["Args"]]: Open<Functions[Name]["Args"][Argument]>;
};

/** What it answers; of JSON the caller says what it is. */
export type VerbAnswer<Name extends VerbName> = Json extends Functions[Name]["Returns"]
  ? unknown
  : Functions[Name]["Returns"];

type Open<Value> = Json extends Value
  ? unknown
  : Value extends (infer Item)[]
    ? readonly Item[] | null
    : Value | null;
