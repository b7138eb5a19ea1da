{
  "type": "object",
  "action": "identify",
  "identifiers": {"object_type_id": ${json(parameters.object_type_id)}, "object_id": ${json(input.group_value)}},
  "attributes": {
    <#list mappedProperties?keys as name>
    ${json(name)}: ${mappedProperties[name]},
    </#list>
    "group_type": ${json(input.group_type)}
  }
}
