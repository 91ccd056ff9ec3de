/**
 * Imports a TypeScript file of this folder as an ES module, once.
 *
 * Jest turns its global setup into CommonJS, `import()` included, so this stands in a file of JavaScript, which jest leaves alone.
 */
export function importTypeScript<Module>(path: `./${string}.ts`): Promise<Module>;
