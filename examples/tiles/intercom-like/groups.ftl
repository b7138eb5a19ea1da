<#assign type = input.groups?keys?first, group = input.groups[type]>
<#if group?is_sequence><#assign group = group?first></#if>
<#assign own = ["name", "plan", "website", "industry", "size", "monthly_spend"]>
{
  "company_id": ${json("${group}")},
  <#list own?filter(name -> mappedProperties[name]??) as name>
  ${json(name)}: ${mappedProperties[name]},
  </#list>
  "custom_attributes": {
    <#list mappedProperties?keys?filter(name -> !own?seq_contains(name) && !mappedProperties[name]?matches(r"[\[{][\s\S]*")) as name>
    ${json(name)}: ${mappedProperties[name]}<#sep>,</#sep>
    </#list>
  }
}
