<#-- A group identify names one group: {"company": ["Acme"]}. -->
<#assign type = input.groups?keys?first, group = input.groups[type]>
<#if group?is_sequence><#assign group = group?first></#if>
{
  "type": "object",
  "action": "identify",
  "identifiers": {"object_type_id": ${json(parameters.object_type_id)}, "object_id": ${json("${group}")}},
  "attributes": {
    <#list mappedProperties?keys as name>
    ${json(name)}: ${mappedProperties[name]},
    </#list>
    "group_type": ${json(type)}
  }
}
