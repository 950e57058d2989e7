/** `npm run test:strings` sets both; without it every run tries the same few texts. */
export const seed = Number(process.env.STRINGS_SEED ?? 1);
export const runsOr = (share: number): number => Number(process.env.STRINGS_RUNS ?? share);
