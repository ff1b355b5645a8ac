/** A server secret under which keys are kept, and the number by which rows name it. */
export type Pepper = { readonly id: number; readonly text: string };

/** While peppers change, keys are found under either; what is made new is made under the current one. */
export type Peppers = { readonly current: Pepper; readonly previous: Pepper | null };

declare module '../../core/app.ts' {
  interface App {
    /** Keyed into the digest of every key. */
    readonly peppers: Peppers;
  }
}
