<#assign own = ["name", "plan", "website", "industry", "size", "monthly_spend"]>
{
  "company_id": ${json(input.group_value)},
  <#list own?filter(name -> mappedProperties[name]??) as name>
  ${json(name)}: ${mappedProperties[name]},
  </#list>
  "custom_attributes": {
    <#list mappedProperties?keys?filter(name -> !own?seq_contains(name) && !mappedProperties[name]?matches(r"[\[{][\s\S]*")) as name>
    ${json(name)}: ${mappedProperties[name]}<#sep>,</#sep>
    </#list>
  }
}
