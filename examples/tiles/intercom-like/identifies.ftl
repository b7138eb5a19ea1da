<#-- Standard fields that are mapped go where Intercom has them; what is chosen goes under custom_attributes. -->
<#assign standard = ["email", "name", "phone"]>
<#assign names = mappedProperties?keys?filter(name -> !standard?seq_contains(name) && !mappedProperties[name]?matches(r"[\[{][\s\S]*"))>
{
  "role": "user",
  "external_id": ${json("${mappedFields.user_id}")},
  <#list standard?filter(name -> mappedFields[name]?has_content) as name>
  ${json(name)}: ${json("${mappedFields[name]}")},
  </#list>
  <#if mappedFields.signed_up_at?? && mappedFields.signed_up_at?is_number>
  "signed_up_at": ${mappedFields.signed_up_at?floor},
  </#if>
  "last_seen_at": ${(input.event_time?datetime("yyyy-MM-dd HH:mm:ss.SSSSSS")?long / 1000)?floor},
  "custom_attributes": {
    <#list names[0..*100] as name>
    ${json(name)}: ${mappedProperties[name]}<#sep>,</#sep>
    </#list>
  }
}
