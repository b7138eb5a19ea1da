import freemarker.cache.StringTemplateLoader;
import freemarker.core.ParseException;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/**
 * Renders the corpus with Apache FreeMarker, to learn the answers an equal engine has to give.
 *
 * <p>Reads one case a line from standard input and writes one answer a line to standard output, in the form that
 * corpus/format.ts describes. Java runs it from source: {@code java -cp freemarker-2.3.34.jar Reference.java}.
 */
public final class Reference {
  private static final long LONGEST_RENDER_MS = 10_000;
  private static final int LONGEST_OUTPUT = 1_000_000;
  private static final long STACK_BYTES = 4L << 20;

  public static void main(String[] args) throws Exception {
    System.setProperty("org.freemarker.loggerLibrary", "none");
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      if (!line.isBlank()) out.println(Json.write(answer((Map<?, ?>) new Json(line).read())));
    }
    out.flush();
    System.exit(0); // a render that ran out of time may still hold a thread
  }

  private static Map<String, Object> answer(Map<?, ?> request) throws InterruptedException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", request.get("id"));
    Object[] result = {Map.of("message", "out of time")};
    Thread thread = new Thread(null, () -> result[0] = render(request), "render", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    thread.join(LONGEST_RENDER_MS);
    answer.put(result[0] instanceof String ? "out" : "error", result[0]);
    return answer;
  }

  /** The output as a String, or the error as a Map. */
  private static Object render(Map<?, ?> request) {
    try {
      Template template = configure(request).getTemplate(nameOf(request));
      Writer sink = new BoundedWriter();
      Object data = request.get("data");
      template.process(data == null ? Map.of() : data, sink);
      return sink.toString();
    } catch (ParseException e) {
      return error(e.getEditorMessage(), e.getLineNumber(), e.getColumnNumber());
    } catch (TemplateException e) {
      return error(e.getMessageWithoutStackTop(), e.getLineNumber(), e.getColumnNumber());
    } catch (Throwable e) {
      return error(e.toString(), null, null);
    }
  }

  private static Configuration configure(Map<?, ?> request) throws TemplateException {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setDefaultEncoding("UTF-8");
    configuration.setLocale(Locale.US);
    configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
    configuration.setLogTemplateExceptions(false);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLocalizedLookup(false);
    StringTemplateLoader loader = new StringTemplateLoader();
    if (request.get("templates") instanceof Map<?, ?> others) {
      others.forEach((name, text) -> loader.putTemplate((String) name, (String) text));
    }
    loader.putTemplate(nameOf(request), (String) request.get("template"));
    configuration.setTemplateLoader(loader);
    if (request.get("settings") instanceof Map<?, ?> settings) {
      for (Map.Entry<?, ?> entry : settings.entrySet()) {
        configuration.setSetting((String) entry.getKey(), String.valueOf(entry.getValue()));
      }
    }
    return configuration;
  }

  private static String nameOf(Map<?, ?> request) {
    return request.get("name") == null ? "template" : (String) request.get("name");
  }

  private static Map<String, Object> error(String message, Integer line, Integer column) {
    Map<String, Object> error = new LinkedHashMap<>();
    if (line != null) error.put("line", BigDecimal.valueOf(line));
    if (column != null) error.put("column", BigDecimal.valueOf(column));
    // A Java object is told by its address, which differs from run to run.
    String first = message == null ? "" : message.lines().findFirst().orElse("");
    error.put("message", first.replaceAll("@[0-9a-f]{5,8}(?![0-9a-f])", "@…"));
    return error;
  }

  /** Collects output, and gives up where a template writes without end. */
  private static final class BoundedWriter extends StringWriter {
    @Override
    public void write(String text) {
      refuseBeyondBound(text.length());
      super.write(text);
    }

    @Override
    public void write(String text, int offset, int length) {
      refuseBeyondBound(length);
      super.write(text, offset, length);
    }

    @Override
    public void write(char[] text, int offset, int length) {
      refuseBeyondBound(length);
      super.write(text, offset, length);
    }

    private void refuseBeyondBound(int more) {
      if (getBuffer().length() + more > LONGEST_OUTPUT) throw new IllegalStateException("too much output");
    }
  }

  /** Reads and writes JSON: an object is a Map that keeps its order, an array a List, a number a BigDecimal. */
  private static final class Json {
    private final String text;
    private int at;

    Json(String text) {
      this.text = text;
    }

    Object read() throws IOException {
      Object value = value();
      skipSpace();
      if (at != text.length()) throw unexpected();
      return value;
    }

    private Object value() throws IOException {
      skipSpace();
      char c = peek();
      if (c == '{') return object();
      if (c == '[') return array();
      if (c == '"') return string();
      if (c == '-' || Character.isDigit(c)) return number();
      for (Object[] word : new Object[][] {{"true", true}, {"false", false}, {"null", null}}) {
        if (text.startsWith((String) word[0], at)) {
          at += ((String) word[0]).length();
          return word[1];
        }
      }
      throw unexpected();
    }

    private Map<String, Object> object() throws IOException {
      Map<String, Object> map = new LinkedHashMap<>();
      at++;
      for (boolean first = true; !closes('}', first); first = false) {
        skipSpace();
        String key = string();
        skipSpace();
        expect(':');
        map.put(key, value());
      }
      return map;
    }

    private List<Object> array() throws IOException {
      List<Object> list = new ArrayList<>();
      at++;
      for (boolean first = true; !closes(']', first); first = false) list.add(value());
      return list;
    }

    /** Steps over the bracket that closes, or else over the comma before the next element. */
    private boolean closes(char bracket, boolean first) throws IOException {
      skipSpace();
      if (peek() == bracket) {
        at++;
        return true;
      }
      if (!first) expect(',');
      return false;
    }

    private BigDecimal number() {
      int start = at;
      while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
      return new BigDecimal(text.substring(start, at));
    }

    private String string() throws IOException {
      expect('"');
      StringBuilder built = new StringBuilder();
      for (char c; (c = next()) != '"'; ) built.append(c == '\\' ? escaped() : c);
      return built.toString();
    }

    private char escaped() throws IOException {
      char c = next();
      if (c == 'u') {
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      int known = "bfnrt".indexOf(c);
      return known < 0 ? c : "\b\f\n\r\t".charAt(known);
    }

    private char peek() throws IOException {
      if (at >= text.length()) throw new IOException("JSON ends early");
      return text.charAt(at);
    }

    private char next() throws IOException {
      char c = peek();
      at++;
      return c;
    }

    private void expect(char c) throws IOException {
      if (next() != c) throw unexpected();
    }

    private void skipSpace() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private IOException unexpected() {
      return new IOException("JSON is wrong at character " + at);
    }

    static String write(Object value) {
      StringBuilder out = new StringBuilder();
      write(value, out);
      return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
      if (value instanceof String text) {
        quote(text, out);
      } else if (value instanceof Map<?, ?> map) {
        String before = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(before);
          quote((String) entry.getKey(), out);
          out.append(':');
          write(entry.getValue(), out);
          before = ",";
        }
        out.append('}');
      } else {
        out.append(value);
      }
    }

    private static void quote(String text, StringBuilder out) {
      out.append('"');
      for (char c : text.toCharArray()) {
        if (c == '"' || c == '\\') out.append('\\').append(c);
        else if (c == '\n') out.append("\\n");
        else if (c == '\t') out.append("\\t");
        else if (c == '\r') out.append("\\r");
        else if (c < ' ' || Character.isSurrogate(c)) out.append(String.format("\\u%04x", (int) c));
        else out.append(c);
      }
      out.append('"');
    }
  }
}
