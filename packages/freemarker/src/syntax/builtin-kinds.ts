/** Built-ins of loop variables. */
export const loopVariableBuiltins: ReadonlySet<string> = new Set([
  "counter",
  "has_next",
  "index",
  "is_even_item",
  "is_first",
  "is_last",
  "is_odd_item",
  "item_cycle",
  "item_parity",
  "item_parity_cap",
]);

/** Built-ins that escape, and so may not be used where FreeMarker escapes by itself. */
export const legacyEscapingBuiltins: ReadonlySet<string> = new Set([
  "html",
  "rtf",
  "web_safe",
  "xhtml",
  "xml",
]);

/** Built-ins that need an output format with markup. */
export const markupBuiltins: ReadonlySet<string> = new Set(["esc", "no_esc"]);

/** Built-ins that must be called right away, with the least and most arguments they take. */
export const calledBuiltins: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ["then", [2, 2]],
  ["switch", [2, Number.POSITIVE_INFINITY]],
  ["filter", [1, 1]],
  ["map", [1, 1]],
  ["take_while", [1, 1]],
  ["drop_while", [1, 1]],
]);

/** Built-ins whose argument can be a lambda. */
export const lambdaBuiltins: ReadonlySet<string> = new Set(["filter", "map", "take_while", "drop_while"]);

/** The special variables (`.now` and the like), in snake_case. */
export const specialVariables: ReadonlySet<string> = new Set(
  (
    "args auto_esc caller_template_name current_node current_template_name data_model error get_optional_template globals " +
    "incompatible_improvements lang locale locale_object locals main main_template_name namespace node now " +
    "output_encoding output_format pass template_name time_zone url_escaping_charset vars version"
  ).split(" "),
);

/** The settings that `<#setting>` can set, in snake_case. */
export const templateSettings: ReadonlySet<string> = new Set(
  (
    "boolean_format c_format classic_compatible date_format datetime_format locale number_format output_encoding " +
    "sql_date_and_time_time_zone time_format time_zone url_escaping_charset"
  ).split(" "),
);

/** Settings that only the configuration can set, in snake_case. */
export const configurationSettings: ReadonlySet<string> = new Set(
  (
    "api_builtin_enabled arithmetic_engine attempt_exception_reporter auto_escaping_policy auto_flush auto_import " +
    "auto_include cache_storage custom_date_formats custom_number_formats default_encoding " +
    "fallback_on_null_loop_variable incompatible_improvements interpolation_syntax lazy_auto_imports lazy_imports " +
    "localized_lookup log_template_exceptions naming_convention new_builtin_class_resolver object_wrapper " +
    "output_format recognize_standard_file_extensions registered_custom_output_formats show_error_tips " +
    "strict_bean_models strict_syntax tab_size tag_syntax template_configurations template_exception_handler " +
    "template_loader template_lookup_strategy template_name_format template_update_delay " +
    "truncate_builtin_algorithm whitespace_stripping wrap_unchecked_exceptions"
  ).split(" "),
);
