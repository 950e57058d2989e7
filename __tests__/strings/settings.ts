/** `npm run test:strings` sets both; without it every run tries the same few texts. */
export const seed = Number(process.env.STRINGS_SEED ?? 1);
export const runs = Number(process.env.STRINGS_RUNS ?? 150);
