<#-- Metadata is flat. What a property is shows at the first character of its JSON. -->
<#function isFlat name>
  <#local literal = mappedProperties[name]>
  <#return literal != "null" && !literal?starts_with("[") && (!literal?starts_with("{") || isKnown(name))>
</#function>
<#-- Objects that Intercom knows: {"url", "value"} is a rich link, {"amount", "currency"} an amount of money. -->
<#function isKnown name>
  <#local value = (input.event_properties[name])!{}>
  <#return value?is_hash && value?size == 2 && ((value.url?? && value.value??) || (value.amount?? && value.currency??))>
</#function>
<#assign names = mappedProperties?keys?filter(name -> isFlat(name))>
{
  "event_name": ${json(input.event_type?truncate_c(255, ""))},
  "created_at": ${(input.event_time?datetime("yyyy-MM-dd HH:mm:ss.SSSSSS")?long / 1000)?floor},
  "user_id": ${json("${mappedFields.user_id}")},
  <#if mappedFields.email?has_content>
  "email": ${json(mappedFields.email)},
  </#if>
  "metadata": {
    <#list names[0..*20] as name>
    ${json(name)}: ${mappedProperties[name]}<#sep>,</#sep>
    </#list>
  }
}
