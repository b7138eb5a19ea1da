import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateModel;
import freemarker.template.utility.DeepUnwrap;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/**
 * Renders one template with one model with Apache FreeMarker, again and again, and tells how fast.
 *
 * <p>The first line of standard input is JSON: {"template": "...", "model": {...}}. It is answered with the output, in
 * Base64. Each further line is a number of milliseconds to render for, and is answered with the renders a second.
 */
public final class Render {
  public static void main(String[] args) throws Exception {
    System.setProperty("org.freemarker.loggerLibrary", "none");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setLocale(Locale.US);
    configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
    Map<?, ?> request = (Map<?, ?>) readJson(in.readLine(), configuration);
    Template template = new Template("main", new StringReader((String) request.get("template")), configuration);
    Object model = request.get("model");
    System.out.println(Base64.getEncoder().encodeToString(render(template, model).getBytes(StandardCharsets.UTF_8)));
    for (String line; (line = in.readLine()) != null; ) System.out.println(rate(template, model, Long.parseLong(line)));
  }

  /** JSON as Java's own maps, lists, strings and numbers: FreeMarker reads it itself. */
  private static Object readJson(String text, Configuration configuration) throws Exception {
    Template reader = new Template("json", new StringReader("<#assign value = text?eval_json>"), configuration);
    var environment = reader.createProcessingEnvironment(Map.of("text", text), new StringWriter());
    environment.process();
    return DeepUnwrap.unwrap((TemplateModel) environment.getVariable("value"));
  }

  private static String render(Template template, Object model) throws Exception {
    StringWriter out = new StringWriter();
    template.process(model, out);
    return out.toString();
  }

  private static double rate(Template template, Object model, long milliseconds) throws Exception {
    long started = System.nanoTime();
    long end = started + milliseconds * 1_000_000;
    long renders = 0;
    long length = 0;
    long now = started;
    while (now < end) {
      for (int i = 0; i < 10; i++) length += render(template, model).length();
      renders += 10;
      now = System.nanoTime();
    }
    if (length == 0) throw new IllegalStateException("nothing was rendered");
    return renders * 1e9 / (now - started);
  }
}
