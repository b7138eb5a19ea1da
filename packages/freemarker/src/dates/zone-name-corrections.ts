type Fix = (name: string) => string;

const capitalized: Fix = (name) => name.slice(0, 1).toUpperCase() + name.slice(1);

/** Where the names of time zones in Java 17 (CLDR 39) differ from later ones, by languages, or locales as `Intl` knows them. */
const FIXES: ReadonlyMap<string, Fix> = new Map<string, Fix>([
  ["cs", capitalized],
  [
    "de",
    (name) =>
      name
        .replace("Nordamerikanische Zentral-", "Nordamerikanische Inland-")
        .replace("Rocky-Mountains-Normalzeit", "Rocky Mountain-Normalzeit")
        .replace("Rocky-Mountains-Sommerzeit", "Rocky-Mountain-Sommerzeit"),
  ],
  [
    "fr",
    (name) =>
      name
        .replace(/^temps universel coordonné$/u, "Temps universel coordonné")
        .replace(/^(heure d’été d.*(?:Est|Pacifique)) nord-américain$/u, "$1")
        .replace(/^heure d’été du centre nord-américain$/u, "heure d’été du Centre"),
  ],
  ["fr-CA", (name) => name],
  ["ro", (name) => name.replace("Greenwich", "Greenwhich")],
]);

/** The long name of a time zone as Java 17 has it. */
export function javaZoneName(name: string, tag: string): string {
  const [language = tag] = tag.split("-", 1);
  const fix = FIXES.get(tag) ?? FIXES.get(language);
  return fix === undefined ? name : fix(name);
}
