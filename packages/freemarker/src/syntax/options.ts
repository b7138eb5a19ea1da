/** What a format's name stands for, as far as parsing needs to know it. */
export interface OutputFormatTraits {
  /** Whether the format has markup, and so can be escaped into. */
  readonly isMarkup: boolean;
  /** Whether text is escaped in it where nothing else is said. */
  readonly autoEscapedByDefault: boolean;
}

/** FreeMarker's `auto_escaping_policy`. */
export type AutoEscapingPolicy = "disable" | "enable_if_default" | "enable_if_supported" | "force";

/** FreeMarker's `tag_syntax`. */
export type TagSyntax = "angle_bracket" | "square_bracket" | "auto_detect";

/** FreeMarker's `interpolation_syntax`. */
export type InterpolationSyntax = "legacy" | "dollar" | "square_bracket";

/** FreeMarker's `naming_convention`. */
export type NamingConvention = "auto_detect" | "legacy" | "camel_case";

/** The settings that decide how a template is parsed. */
export interface ParseOptions {
  readonly tagSyntax: TagSyntax;
  readonly interpolationSyntax: InterpolationSyntax;
  readonly namingConvention: NamingConvention;
  /** Whether directives need a `#`. */
  readonly strictSyntax: boolean;
  readonly whitespaceStripping: boolean;
  /** The name of the output format where the template's name and header say nothing else. */
  readonly outputFormat: string;
  readonly autoEscapingPolicy: AutoEscapingPolicy;
  /** Whether a name ending in `.ftlh` means HTML, and one ending in `.ftlx` XML. */
  readonly recognizeStandardFileExtensions: boolean;
  /** The known built-ins, in snake_case. */
  readonly builtinNames: ReadonlySet<string>;
  /** The traits of a format by its simple name (`HTML`, not `HTML{RTF}`); undefined where there is no such format. */
  readonly outputFormats: (name: string) => OutputFormatTraits | undefined;
  /** How deep tags may be nested in each other, and how deep expressions may be. */
  readonly maximumDepth: number;
}
