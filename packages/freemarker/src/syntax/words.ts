/** The boolean that a word stands for in the old parameters of the header and of `<#include>`; undefined for other words. */
export function readBooleanWord(word: string): boolean | undefined {
  switch (word.toLowerCase()) {
    case "y":
    case "yes":
    case "t":
    case "true":
      return true;
    case "n":
    case "no":
    case "f":
    case "false":
      return false;
    default:
      return undefined;
  }
}
