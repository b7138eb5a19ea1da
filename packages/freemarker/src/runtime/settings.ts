/**
 * How values are written and read, as `<#setting>` and the host set them. Names are FreeMarker's, values its texts.
 */
export interface Settings {
  readonly locale: string;
  readonly time_zone: string;
  readonly number_format: string;
  readonly boolean_format: string;
  readonly date_format: string;
  readonly time_format: string;
  readonly datetime_format: string;
  readonly c_format: string;
  readonly output_encoding: string | undefined;
  readonly url_escaping_charset: string | undefined;
  readonly classic_compatible: false;
}

/** FreeMarker's own defaults, with the locale and time zone fixed instead of taken from the machine. */
export const DEFAULT_SETTINGS: Settings = {
  locale: "en_US",
  time_zone: "UTC",
  number_format: "number",
  boolean_format: "true,false",
  date_format: "",
  time_format: "",
  datetime_format: "",
  c_format: "JavaScript or JSON",
  output_encoding: undefined,
  url_escaping_charset: undefined,
  classic_compatible: false,
};
