/** A template and the data it is rendered with. */
export interface Workload {
  readonly template: string;
  /** JSON values only: both sides get it as text. */
  readonly model: Readonly<Record<string, unknown>>;
}

/** The body of a request for an event, as a tile of a catalog has it. */
const event: Workload = {
  template: `{
  "api_key": "\${parameters.api_key}",
  "user_id": "\${input.user_id}",
  "email": "\${input.user_properties.email!}",
  "phone": "\${input.user_properties.phone!}",
  <#if input.user_properties.plan??>
  "plan": "\${input.user_properties.plan}",
  </#if>
  "event": "\${input.event_type}",
  "insert_id": "\${input.insert_id}",
  "country": "\${input.country!"unknown"}",
  "title": "\${input.event_properties.item.title}",
  "source": "\${parameters.source}",
  "time": "\${input.event_time}"
}
`,
  model: {
    input: {
      user_id: "user-48213",
      insert_id: "5f0e1c52-7a0b-4c53-9c7f-6d2a4f0d9b11",
      event_type: "Order Completed",
      event_time: "2026-03-14 09:26:53.589793",
      country: "Germany",
      platform: "Web",
      user_properties: { email: "jordan@example.com", plan: "business", logins: 128 },
      event_properties: { item: { title: "Travel mug, steel", sku: "MUG-7", price: 24.9 }, revenue: 49.8 },
    },
    parameters: { api_key: "9d1c3f0a7be24c6f", source: "millrace" },
  },
};

/** An HTML table of 200 rows. */
const list: Workload = {
  template: `<#ftl output_format="HTML">
<h1>\${title}</h1>
<table>
<#list items as item>
  <tr class="\${item?item_parity}">
    <td>\${item?index}</td>
    <td>\${item.name}</td>
    <td>\${item.code?upper_case}</td>
    <td>\${item.price}</td>
    <td>\${item.price?string("0.00")}</td>
    <td><#list item.tags as tag>\${tag}<#sep>, </#sep></#list></td>
  </tr><#sep>
</#sep>
</#list>
</table>
`,
  model: {
    title: "Cups & mugs",
    items: Array.from({ length: 200 }, (_, i) => ({
      name: i % 5 === 0 ? `Mug <no. ${i}> & saucer` : `Travel mug no. ${i}`,
      code: `mug-${i}-steel`,
      price: 3 + i * 12.25,
      tags: i % 3 === 0 ? ["new", "steel"] : ["sale"],
    })),
  },
};

/** What built-ins cost: strings, regular expressions, sequences, numbers and dates. */
const builtins: Workload = {
  template: `\${name?trim?cap_first} \${name?upper_case?lower_case?length} \${name?contains("mug")?c} \${name?starts_with("a")?c}
\${text?replace("steel", "iron")} \${text?replace("[aeiou]+", "_", "r")} \${text?replace("(\\\\w+) (\\\\w+)", "$2 $1", "r")}
\${text?split(" ")?join("-")} \${text?split("[ ,]+", "r")?size}
\${orders?filter(o -> o.total gt 20)?map(o -> o.id)?join(",")}
\${orders?sort_by("total")?map(o -> o.total)?join(";")} \${orders?sort_by("customer")?first.customer}
\${amount?string("0.00")} \${amount?string("#,##0.###")} \${amount?c} \${amount} \${amount?round} \${amount?string.percent}
\${time?datetime("yyyy-MM-dd HH:mm:ss")?string("dd.MM.yyyy, HH:mm")} \${time?date("yyyy-MM-dd")?string("EEE, d MMM yyyy")}
\${text?json_string} \${text?html} \${text?url("UTF-8")} \${name?left_pad(30, ".")} \${text?word_list?size}
\${text?matches("[a-z]+ [a-z]+")?c} \${text?index_of("steel")} \${text?substring(3, 9)} \${text?capitalize}
`,
  model: {
    name: "  travel mug  ",
    text: 'a "steel" mug, <large> and blue, for the road & the desk',
    amount: 12_345.678,
    time: "2026-03-14 09:26:53",
    orders: Array.from({ length: 12 }, (_, i) => ({
      id: `order-${i}`,
      total: ((i * 7) % 12) * 4.5,
      customer: ["Noor", "Ada", "Émile", "Zoë", "Björn", "ida"][i % 6],
    })),
  },
};

export const WORKLOADS = { event, list, builtins };
export type WorkloadName = keyof typeof WORKLOADS;
