import { matchesInterface } from "../topology/interfaces";
import { nftSet, nftString } from "./nft-text";

/** Interfaces to compare with; nft refuses a set in which one element covers another. */
export function nftInterfaces(patterns: readonly string[]): string {
  const widest = patterns.filter(
    (one, index) =>
      patterns.indexOf(one) === index &&
      !patterns.some((other) => other !== one && matchesInterface(other, one)),
  );
  return widest.length === 1 ? nftString(widest[0]) : nftSet(widest.map(nftString));
}
