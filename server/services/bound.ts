/** A use case whose first parameter, what it needs of the world, is already given. */
export type Bound<F> = F extends (deps: never, ...rest: infer R) => infer T ? (...rest: R) => T : never;
